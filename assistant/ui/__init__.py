"""The chat page: a Gradio view over the service. It builds widgets and asks; it decides nothing.

seam      what the page needs of the service
page      the widgets and what each event does
turns     HTML of the conversation (built on `assistant.render`)
sources   HTML of a cited passage in its place in the report
library   HTML of the list of reports
shell     the HTML document around Gradio's: language, style, script, security headers
"""
