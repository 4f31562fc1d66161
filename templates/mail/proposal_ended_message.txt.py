BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Dear %(name)s,') SSSS SSSSSSSSS

BB BBBBBBBBBBBBBB BB BBBBBBBBBBB gettext(u'%(party)s took back the proposal to adopt %(agenda)s. The text is a draft again.') 
SSSSSSSSS SSSS SSSS SSS SSSSSSSS SS SSSSS SSSSSSSSSSS SSS SSSS SS S SSSSS SSSSSS
BBBB gettext(u'The proposal to adopt %(agenda)s expired: not everyone had answered by %(day)s. The text is a draft again.') 
SSS SSSSSSSS SS SSSSS SSSSSSSSSS SSSSSSSS SSS SSSSSSSS SSS SSSSSSSS SS SSSSSSSS SSS SSSS SS S SSSSS SSSSSS
BBBBB

BB BBBBBBBBBBBBBBBBBBB

BBBBB gettext(u'Look how it stands') X
BBBBBBBBBBBBBBBBBBBBB
