"""Text is sent when its writer pauses, not only when they leave the field."""

import streamlit as st

PAUSE_MS = 800
"""How long nothing is typed before the text is sent."""

# Streamlit sends a text area's words when the field is left or on Ctrl+Enter. This presses
# Ctrl+Enter for the writer at every pause; the cursor stays where it is. Without it (no script)
# the words are sent when the field is left, as anywhere.
_SCRIPT = f"""
export default function () {{
  let waiting;
  const pause = (event) => {{
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => area.dispatchEvent(new KeyboardEvent("keydown", {{
      key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true,
    }})), {PAUSE_MS});
  }};
  document.addEventListener("input", pause, true);
  return () => {{ clearTimeout(waiting); document.removeEventListener("input", pause, true); }};
}}
"""


def save_at_pauses() -> None:
    """Send what is typed in this page's text areas at every pause in typing."""
    st.components.v2.component("sqs_live", html="<span hidden></span>", js=_SCRIPT)(key="live")
