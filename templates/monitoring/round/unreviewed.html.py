BBBB BBBB BBBBBBBBBB
BB BBBBBBBBBB
XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
  XXBBBBBBB BBBBB B XXXXXXXXXXXXXXXXXXXXXXXX
     gettext(u'Nobody can accept this') XXXBBBBBBB BBBBB BX
  XXX
     gettext(u'A risk is accepted by a coordinator of another party that signs. There is none for what stands here. Ask another party to make one of its people coordinator.') 
      S SSSS SS SSSSSSSS SS S SSSSSSSSSSS SS SSSSSSS SSSSS SSSS SSSSSS SSSSS SS SSSS SSS SSSS SSSSSS SSSSS SSS SSSSSSS
      SSSSS SS SSSS SSS SS SSS SSSSSS SSSSSSSSSSSS
    
  XXXX
  XXXX
    BBB BBB BB BBBBBBBBBB
    XXXX
      BB BBBBBBBBBBBBBBB
       ngettext(u'%(party)s reported on %(count)s action, and that answer waits:', u'%(party)s reported on %(count)s actions, and those answers wait:', count) 
        SSSSSSSSS SSSSSSSS SS SSSSSSSSS SSSSSSS SSS SSSS SSSSSS SSSSSS
      
        PPPPPPPPP PPPPPPPP PP PPPPPPPPP PPPPPPPP PPP PPPPP PPPPPPP PPPPP
      
      BBBB
       ngettext(u'If %(party)s reports a risk on %(count)s action:', u'If %(party)s reports a risk on one of %(count)s actions:', count) 
        SS SSSSSSSSS SSSSSSS S SSSS SS SSSSSSSSS SSSSSSS
      
        PP PPPPPPPPP PPPPPPP P PPPP PP PPP PP PPPPPPPPP PPPPPPPP
      
      BBBBB
      BB BBBBBBBBBBBBBBBBBB B B
      XXXXXXXX XXXXXXXXXXXXX
        XXXXXXXXX gettext(u'Which actions') XXXXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
      XXXXXXXXXX
      BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
      BBBBB
    XXXXX
    BBBBBB
  XXXXX
XXXXXXXXXX
BBBBB
