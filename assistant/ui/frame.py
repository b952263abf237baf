"""HTML of what stands still on the page: its head, the list of conversations, the source panel, the library's room."""

from assistant.ui.words import Words

_LOGO = """<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
<rect width="32" height="32" rx="6" fill="currentColor"/>
<path d="M12 8H8v16h4M20 8h4v16h-4M12.5 16h7" fill="none" stroke="#fff" stroke-width="2.4"/></svg>"""


def head_html(words: Words) -> str:
    """The bar at the top: the name, and the ways to the rooms."""
    other = words("head.other_language")
    return (
        f'<a class="wb-skip" href="#wb-box">{words("head.skip")}</a>'
        f'<header class="wb-brand">{_LOGO}<h1>{words("head.name")}</h1><p>{words("head.motto")}</p></header>'
        f'<nav class="wb-nav" aria-label="{words("head.nav")}">'
        f'<button type="button" class="wb-tab" data-view="chat" aria-current="page">{words("head.chat")}</button>'
        f'<button type="button" class="wb-tab" data-view="library">{words("head.library")}</button>'
        f'<button type="button" class="wb-tab" data-do="rail" aria-expanded="false">{words("head.rail")}</button>'
        f'<button type="button" class="wb-tab" data-do="theme" aria-label="{words("head.theme")}" '
        f'title="{words("head.theme")}"><span aria-hidden="true">◐</span></button>'
        f'<a class="wb-tab" data-do="language" href="{words("head.other_address")}" '
        f'lang="{words("head.other_code")}">{other}</a></nav>'
    )


def rail_html(words: Words) -> str:
    """The list of remembered conversations; the page's script fills it from the browser."""
    return (
        f'<aside class="wb-rail" aria-label="{words("rail.label")}">'
        f'<div class="wb-rail-head"><h2>{words("rail.label")}</h2>'
        f'<button type="button" class="wb-link" data-do="rail-close">{words("rail.close")}</button></div>'
        f'<input type="search" class="wb-rail-search" aria-label="{words("rail.search")}" '
        f'placeholder="{words("rail.search")}" autocomplete="off">'
        f'<ul class="wb-rail-list"></ul><p class="wb-note">{words("rail.where")}</p></aside>'
    )


def panel_html(words: Words) -> str:
    """The panel of sources: head with the way to the next citation, and room for the source."""
    return (
        f'<section class="wb-panel" aria-label="{words("panel.label")}">'
        f'<div class="wb-panel-head"><h2 class="wb-panel-title">{words("panel.label")}</h2>'
        '<span class="wb-panel-steps" hidden>'
        f'<button type="button" class="wb-link" data-do="previous">{words("panel.previous")}</button>'
        '<span class="wb-panel-count" aria-live="polite"></span>'
        f'<button type="button" class="wb-link" data-do="next">{words("panel.next")}</button></span>'
        f'<button type="button" class="wb-quiet wb-panel-close" data-do="panel-close">'
        f"{words('panel.close')}</button></div>"
        '<div class="wb-source-panel" tabindex="-1"></div></section>'
    )


def library_room_html(words: Words) -> str:
    """The library's room; the page's script fills it when it is entered."""
    return (
        f'<section class="wb-library" aria-label="{words("library.label")}">'
        f'<div class="wb-library-list"><div class="wb-library-head"><h2 tabindex="-1">{words("library.label")}</h2>'
        f'<button type="button" class="wb-quiet wb-enter" data-do="enter" hidden>{words("keeper.enter")}</button></div>'
        '<div class="wb-keeper-room"></div><div class="wb-filter-room"></div>'
        '<div class="wb-table-room" aria-live="polite"></div></div>'
        '<article class="wb-report-room" hidden></article></section>'
    )
