BBBB BBBB BBBBBBBB
XXXXXXXX XXXXXXXXXXXXXX
   _("Party") 
  XXX XXXXXXXXXXXXXXXXXX gettext(u'What does this ask of us?') XXXXX
  BBB BBBB BB BBBBBBBBBBBBB
  XXXXXXXX XXXXXXXXXXX XXXXBB BBBBBBBBBBBBBBB XXXXBBBBBX
    XXXXXXXXX
      XXXXXX
        X
        BB BBBBBBBBBBBBBBB
         ngettext(u'%(number)s action needs attention', u'%(number)s actions need attention', count) 
          SSSSSSSSSS SSSSSS SSSSS SSSSSSSSS
        
          PPPPPPPPPP PPPPPPP PPPP PPPPPPPPP
        BBBB
         gettext(u'nothing that needs attention') BBBBBBB BBBBBBBBBBBBBX
         ngettext(u'%(number)s more is due within three months', u'%(number)s more are due within three months', count) 
          SSSSSSSSSS SSSS SS SSS SSSSSS SSSSS SSSSSS
        
          PPPPPPPPPP PPPP PPP PPP PPPPPP PPPPP PPPPPP
        BBBBB
      XXXXXXX
    XXXXXXXXXX
    BB BBBBBBBBBBBBBBB
    XXX XXXXXXXXXXXX XXXXXXXXXXX
      BBB BBB BB BBBBBBBBBBBBBBBXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXBBBBBB
    XXXXX
    BBBBB
    BB BBBBBBBBBBBBB
    XX XXXXXXXXXXXXXXXXXX gettext(u'Due within three months') XXXX
    XXX XXXXXXXXXXXX XXXXXXXXXXX
      BBB BBB BB BBBBBBBBBBBBBXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXBBBBBB
    XXXXX
    BBBBB
    BB BBBBBBBBBBBBBBBBB
    XX XXXXXXXXXXXXXX
      BB BBBBBBBBBBBBBBBBB gettext(u'What this party leads goes as agreed, and nothing is due soon.') 
      BBBB gettext(u'This party leads no action this year.') 
      BBBBB
    XXXX
    BBBBB
  XXXXXXXXXX
  BBBBBB
XXXXXXXXXX
