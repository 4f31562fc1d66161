BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBB
BBBBB BBBBBBB
XXX gettext(u'Dear %(name)s,') SSSS SSSSSSSSSXXXX
XXX
   ngettext(u'From now on you are the contact of %(party)s for this action. You get its mail, and you report on it.', u'From now on you are the contact of %(party)s for these actions. You get their mail, and you report on them.', count) 
    SSSS SSS SS SSS SSS SSS SSSSSSS SS SSSSSSSSS SSS SSSS SSSSSSS SSS SSS SSS SSSSS SSS SSS SSSSSS SS SSS
  
    PPPP PPP PP PPP PPP PPP PPPPPPP PP PPPPPPPPP PPP PPPPP PPPPPPPP PPP PPP PPPPP PPPPP PPP PPP PPPPPP PP PPPPP
  
XXXX
XXXX
  BBB BBBB BB BBBBBXXXXXX XXXXXXX
    XXXXXXXXXXXXXXXXXXXXXXFFFFFXXXX XX XXXXXX
  BBBBBB
XXXXX
BBBBBBBB
