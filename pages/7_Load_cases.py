"""Load cases: check a pack and store it, or say what to mend; the history, and the way back."""

from sqs.ui import desk, downloads, flagged, history, parts
from sqs.ui.page import open_page

with open_page("Load cases") as source:
    parts.title(
        "Load cases",
        "A pack is a set of CSV files or Excel workbooks (.xlsx), or one zip of them. It is "
        "checked first and stored whole or not at all.",
    )
    parts.cut_off(source)
    desk.choose(source)
    if not desk.checking():  # what it will change is shown, and can be undone, when it is done
        desk.show(source)
        flagged.show(source)
        history.show(source)
    downloads.templates()
