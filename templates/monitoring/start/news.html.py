BBBB BBBB
XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
  XXX XXXXXXXXXXXX
     gettext(u'Since your last visit, on %(date)s') 
      SSSSS SSSS SSSS SSSSSS SS SSSSSSSS
    
  XXXXX
  BBB BBB BB BBBBBBBBBBBBB
  XXXX XXXXXXXXXXXXX
    XX XXXXXXXXXXXXXXXXXXXX
      XX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBX XXXXXXXXXX
        X 
      XXXX
    XXXX
    XXX XXXXXXXXXXXXXX
      BBB BBBBB BB BBBBBBBBBB
      XXXX gettext(u'%(round)s was opened') SSSSSSSSS SSS SSSSSSXXXXX
      BBBBBB
      BBB BBBBB BB BBBBBBBBBB
      XXXX gettext(u'%(round)s was closed') SSSSSSSSS SSS SSSSSSXXXXX
      BBBBBB
      BB BBBBBBBBBBB
      XXXX
         ngettext(u'Reported on one action', u'Reported %(number)s times', count) 
          SSSSSSSS SS SSS SSSSSS
        
          PPPPPPPP PPPPPPPPPP PPPPP
        BB BBBBBBBBBBBBX
         ngettext(u'%(number)s at risk or worse', u'%(number)s at risk or worse', count) 
          SSSSSSSSSS SS SSSS SS SSSSS
        
          PPPPPPPPPP PP PPPP PP PPPPP
        BBBBB
      XXXXX
      BBBBB
      BB BBBBBBBBBBBBB
      XXXX
         ngettext(u'One decision', u'%(number)s decisions', count) 
          SSS SSSSSSSS
        
          PPPPPPPPPP PPPPPPPPP
        
      XXXXX
      BBBBB
      BB BBBBBBBBBBB
      XXXX
         ngettext(u'One new figure', u'%(number)s new figures', count) 
          SSS SSS SSSSSS
        
          PPPPPPPPPP PPP PPPPPPP
        
      XXXXX
      BBBBB
      BB BBBBBBBBB
      XXXX
         ngettext(u'One action was changed or added', u'%(number)s actions were changed or added', count) 
          SSS SSSSSS SSS SSSSSSS SS SSSSS
        
          PPPPPPPPPP PPPPPPP PPPP PPPPPPP PP PPPPP
        
      XXXXX
      BBBBB
    XXXXX
  XXXXXX
  BBBBBXX XXXXXXXXXXXXXX gettext(u'Nothing changed.') XXXXBBBBBB
XXXXXXXXXX
