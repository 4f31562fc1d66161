BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Add to the minutes') X BBBBBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB
BBBBB BBBBBBB gettext(u'Add to the minutes') BBBBBBBB
BBBBB BBBBBB
XXX gettext(u'These minutes were sent and stay as they are. What you add stands below them.') XXXX
XX XXXXXXXXXXXXXX gettext(u'**bold**, *italic*, - at the start of a line for a list, an empty line for a new paragraph.') XXXX
BBBBBBBB
BBBBB BBBBBB gettext(u'Save') BBBBBBBB
BBBBB BBBBBBBBBBBB
