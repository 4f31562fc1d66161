BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'No account') BBBBBBBB
BBBBB BBBBBBB
XXXX gettext(u'You have no account here yet') XXXXX
XXX gettext(u'People get an account by an invitation of their party. Ask the coordinator of your party for one.') XXXX
XXX
   gettext(u'Do you have an account? Then it is known under another e-mail address than the one you came with, or that address is not confirmed. Sign in with your e-mail address and password.') 
    SS SSS SSSS SS SSSSSSSS SSSS SS SS SSSSS SSSSS SSSSSSS SSSSSS SSSSSSS SSSS SSS SSS SSS SSSS SSSSS SS SSSS SSSSSSS
    SS SSS SSSSSSSSSS SSSS SS SSSS SSSS SSSSSS SSSSSSS SSS SSSSSSSSS
  
XXXX
XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Sign in') XXXXXXXX
BBBBBBBB
