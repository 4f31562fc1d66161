BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Someone wants to sign in to Driehoek with this e-mail address from now on. Is that you? Then confirm it:') 
  SSSSSSS SSSSS SS SSSS SS SS SSSSSSSS SSSS SSSS SSSSSS SSSSSSS SSSS SSS SSS SS SSSS SSSS SSSS SSSSSSS SSS




 gettext(u'Was it not you? Then do nothing: nothing changes.') BBBBBBBBBBBBBBBBBBBBB
