"""What the keeper of the library does, and what is kept beside Chroma in the data folder.

originals   the files that reports were read from, by the hash of their bytes
edits       facts of a report corrected by hand
removed     reports taken out, whole, so that they can be put back
feedback    what readers said of answers
uploads     a file that came through the page
keeper      the desk where all of it is asked for
"""
