"""Regions: which places a text names, which place inside which, and the official list of them."""

from ingest.regions.finding import RegionMention, find_regions, resolve

__all__ = [
    "RegionMention",
    "find_regions",
    "resolve",
]
