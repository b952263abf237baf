"""jieba's cutter and tagger, loaded once and shared by whoever cuts Chinese text into words.

jieba's own shared one prints to stderr as it loads and keeps a cache in the system's temporary folder,
where anybody may have put it; reading the dictionary takes 0.6 s and leaves nothing behind. Nobody
adds words to it: a library that did so to jieba's own would change a report's text.
"""

import threading
import warnings
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jieba import Tokenizer
    from jieba.posseg import POSTokenizer

_loading = threading.RLock()


def word_cutter() -> "Tokenizer":
    """Give the cutter, with jieba's dictionary; for any thread."""
    with _loading:
        return _cutter()


def word_tagger() -> "POSTokenizer":
    """Give the tagger of parts of speech over the same dictionary; for any thread."""
    with _loading:
        return _tagger()


@cache
def _cutter() -> "Tokenizer":
    with warnings.catch_warnings():
        # jieba imports pkg_resources and has invalid escapes in its patterns.
        warnings.simplefilter("ignore")
        import jieba
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
    cutter.initialized = True
    return cutter


@cache
def _tagger() -> "POSTokenizer":
    cutter = _cutter()
    from jieba.posseg import POSTokenizer

    return POSTokenizer(cutter)
