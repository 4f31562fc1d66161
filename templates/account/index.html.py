BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'My account') BBBBBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBB BBBBBBB
XXXX gettext(u'My account') XXXXX
XXX XXXXXXXXXXXXXXXXX
  XXXXX
    XXXX gettext(u'Name') XXXXXXXXXXXXXX
    XXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBXX gettext(u'Change name') XXXXXXXXX
  XXXXXX
  XXXXX
    XXXX gettext(u'E-mail address') XXXXXXXXXXXXXX
    XXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Change e-mail address') XXXXXXXXX
  XXXXXX
  XXXXXXXXX gettext(u'Password') XXXXX
    BB BBBBBBBBBBBBBBBBBBBBBBBBXXXX gettext(u'is set') XXXXX
    XXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Change password') XXXXXXXXX
    BBBBXXXX gettext(u'is not set') XXXXX
    XXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Set a password') XXXXXXXXX
    BBBBB
  XXXXXX
  XXXXXXXXX gettext(u'Second factor') XXXXX
    XXXX
      BB BBBBBBB BBB BBBBBBBB
       ngettext(u'app, and %(count)s passkey', u'app, and %(count)s passkeys', count) 
        SSSS SSS SSSSSSSSS SSSSSSS
      
        PPPP PPP PPPPPPPPP PPPPPPPP
      
      BBBB BBBBBBB gettext(u'app') 
      BBBB BBBBBBBB
       ngettext(u'%(count)s passkey', u'%(count)s passkeys', count) 
        SSSSSSSSS SSSSSSS
      
        PPPPPPPPP PPPPPPPP
      
      BBBB gettext(u'none') 
      BBBBB
      BB BBBBBBBBBBBBBBBBBBBBBB XXXXX XXXXXXXXXXXXXX gettext(u'(your role asks for it)') XXXXXXXBBBBB
    XXXXX
    XXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBXX gettext(u'Passkeys, app and recovery codes') XXXXXXXXXXXXXXX
  XXXXX
    XXXX gettext(u'Where you are signed in') XXXXXXXXXXXXXX
    XXXX
      XX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX
         gettext(u'See the list, sign out elsewhere') 
      XXXX
    XXXXX
  XXXXXX
  BB BBBBBBB
  XXXXX
    XXXXXXXXX
    XXXXBB BBBBBBBBB gettext(u'connected') BBBB gettext(u'not connected') BBBBBXXXXX
    XXXX
      BB BBBBBBBBB
      XX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Disconnect') XXXX
      BBBBB
    XXXXX
  XXXXXX
  BBBBB
XXXXX
XXXX gettext(u'What you may do') XXXXX
XXXX
  BBB BBB BB BBBBBBBBBBB
  XXXX
    X BB BBBBBBBBBBBBX  gettext(u'may sign') BBBBB
  XXXXX
  BBBBB
  XXXX
    BB BBBBBBBBBBBBBBBBB gettext(u'You are the administrator of this site.') 
    BBBB gettext(u'You do not belong to a party.') 
    BBBBB
  XXXXXBBBBBB
XXXXX
BBBBBBBB
