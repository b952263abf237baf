"""Reports as HTML.

sources      a citation in its report, for the panel
report_text  running text with a quote marked
outline      the headings as a foldable tree
key_figures  the figures that a report states
report_page  one report's own page
library      the table of reports
keeper       what only the keeper of the library sees
"""
