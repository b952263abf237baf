"""Language-model wording, checked sentence by sentence.

    read -> compose (the extractive answer) -> narrate: pack passages -> prompt -> stream
         -> check each sentence -> keep, mend or withhold -> the report's own words for what is missing

What may be answered, from which report and whether at all is decided before a model is asked. A model
only words what was found; whatever it says that its passages do not bear out is not shown.
"""
