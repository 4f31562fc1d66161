"""Was–wordt in running text: which words went and came, and which of them nobody may overlook. Knows no agreement."""
