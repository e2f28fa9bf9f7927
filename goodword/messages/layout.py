"""The mail layout's last step: styles written into each element, for mail programs that drop style sheets."""

from __future__ import annotations

import css_inline

# Rules inside @media cannot be inlined; they stay in the head for programs that read it (dark mode, phones).
_inliner = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


def inline(html: str) -> str:
    """Return the HTML with its styles inlined, @media rules kept, nothing fetched. Raises css_inline.InlineError."""
    return _inliner.inline(html)
