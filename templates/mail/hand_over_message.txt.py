BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Dear %(name)s,') SSSS SSSSSSSSS

 ngettext(u'%(person)s left %(party)s and was the contact for this action:', u'%(person)s left %(party)s and was the contact for these actions:', count) 
  SSSSSSSSSS SSSS SSSSSSSSS SSS SSS SSS SSSSSSS SSS SSSS SSSSSSS

  PPPPPPPPPP PPPP PPPPPPPPP PPP PPP PPP PPPPPPP PPP PPPPP PPPPPPPP

BBB BBBB BB BBBBB
X FFFFF XX XBBBBBB

 gettext(u'Choose a colleague who takes this over:') 
BBB BBBBBBBBBBB BBBBBBBB

 gettext(u'Until then the editors and coordinators of your party get the mail.') BBBBBBBBBBBBBBBBBBBBB
