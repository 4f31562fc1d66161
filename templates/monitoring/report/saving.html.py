BBBB BBBB
XX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXBBB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBX
  XXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX XXXXX XXXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX
  XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX XXXXX
  XXXXXXXXXXXXXX gettext(u'No connection: what you type is kept on this device.') X
  XXXXXXXXXXXXXXXXX gettext(u'You were signed out. What you typed is kept on this device; it comes back when you sign in.') 
    SSS SSSS SSSSSS SSSS SSSS SSS SSSSS SS SSSS SS SSSS SSSSSSS SS SSSSS SSSS SSSS SSS SSSS SSS
  X
  XXXXXXXXXXXXXX gettext(u'Sign in again') X
  XXXXXXXXXXXXX gettext(u'This could not be saved just now. What you type is kept on this device.') X
  XXXXXXXXXXXXXXX gettext(u'What you typed on this device before is back in the form.') XX
  BB BBBBBBBBBBBB BBB BBB BBBBBBBBBBBBB
   gettext(u'Draft saved on %(date)s.') 
    SSSSS SSSSS SS SSSSSSSSS
  
  BBBBB
XXXX
