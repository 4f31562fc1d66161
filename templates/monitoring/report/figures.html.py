BBBB BBBB
XXXXXXXX XXXXXXXXXXXXXXXX
  XXXX gettext(u'Do the goals come closer?') XXXXX
  XXX gettext(u'Ticks at actions say nothing about the goal itself. These are the figures that the parties agreed on.') XXXX
  BBB BBBBBBB BBBBB BB BBBBBBB
  XXXXXXXX XXXXXXXXXXXXXXX
    XXXXBB BBBBBBBBBBBBBBBBBB BBBBBXXXXX
    XXXXXXXXXXXFFFFFFFFXXXXXXXXXX XXXX
    BB BBBBBBBBBBBBBBBB
    XXX
      XXXXXXXX
         gettext(u'All actions of this goal are on schedule or done, and yet the figure stays behind.') 
      XXXXXXXXX
    XXXX
    BBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBB
  XXXXXXXXXX
  BBBBBXXX gettext(u'Nothing was measured yet.') XXXXBBBBBB
  BB BBBBBBBBBBBBBBBB
  XXXX
     ngettext(u'One figure was not measured yet', u'%(number)s figures were not measured yet', count) 
      SSS SSSSSS SSS SSS SSSSSSSS SSS
    
      PPPPPPPPPP PPPPPPP PPPP PPP PPPPPPPP PPP
    
  XXXXX
  XXXX
    BBB BBBBBB BB BBBBBBBBBBBBBBBB
    XXXX
      BB BBBBBBBBBBBBBBBBBB BBBBB
      XXXXX XXXXXXXXXXXXXXXXXXXXX
    XXXXX
    BBBBBB
  XXXXX
  BBBBB
XXXXXXXXXX
