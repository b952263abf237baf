"""Words of people and words of reports: data files and what reads them."""
