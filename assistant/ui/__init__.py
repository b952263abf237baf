"""The chat page: a view over the service. It shows and asks; it decides nothing.

words          the interface's own words, Chinese and English
page, layout   the Gradio page: its events, its widgets
chat/          the conversation
reports/       sources, the library, a report's page
shell          the HTML document around Gradio's: language, style, script, security headers
static/        the page's own script and style

Its HTML is in `assistant/templates/`; the modules here work out what is shown.
"""
