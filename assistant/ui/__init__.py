"""The chat page: a view over the service. It shows and asks; it decides nothing.

words          the interface's own words, Chinese and English
page, frame    the Gradio page: its widgets and events, and what stands still on it
chat/          the conversation
reports/       sources, the library, a report's page
shell          the HTML document around Gradio's: language, style, script, security headers
static/        the page's own script and style
"""
