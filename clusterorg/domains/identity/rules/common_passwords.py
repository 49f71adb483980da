"""The long passwords that lists of leaked ones hold most often, and the rows of keyboards.

Almost all common passwords are shorter than our least length; these are the ones that are not,
without punctuation and in small letters. A number behind one of them does not help.
"""

_WORDS = """
    password passwordpassword passw0rdpassw0rd passwort passwortpasswort wachtwoord
    wachtwoordwachtwoord motdepasse motdepassemotdepasse mypassword mypasswordis
    thisismypassword thisisapassword letmeinletmein letmeinplease welcomewelcome welcome
    welkomwelkom welkom bienvenue willkommen iloveyouiloveyou iloveyou iloveyouforever
    administrator administratoradministrator adminadminadmin adminadmin
    administratorpassword changemechangeme changemeplease changeme defaultpassword
    temporarypassword trustno1trustno1 correcthorsebatterystaple qwertyqwerty
    qwertyqwertyqwerty azertyazerty azertyazertyazerty qwertyuiopasdf qwertyuiopasdfghjkl
    qwerty azerty azertyuiopqsdf 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv
    q1w2e3r4t5y6 zaq12wsxcde3 zaq1xsw2cde3 qazwsxedcrfv qazwsxedc abcd1234abcd
    abc123abc123 abcdefg1234567 a1b2c3d4e5f6 asdfasdfasdf asdfghjklasdfghjkl asdf1234asdf
    football1234 footballfootball sunshinesunshine princessprincess superman superman1234
    batmanbatman monkeymonkey dragondragon liverpoolfc manchesterunited starwarsstarwars
    pokemonpokemon michaeljackson jesuschrist christopher1 elizabeth1234 charlie12345
    unbelievable computercomputer internetinternet secretsecret supersecret topsecret
    topsecret1234 geheim geheimgeheim geheim123456 testtesttest testpassword test12345678
    testtesttesttest summer winter spring autumn zomer winterwinter zomerzomer
    sommersommer hello123hello helloworld helloworld1234 goodmorning whatever
    whateverwhatever everton clusterorg clusterorgclusterorg cluster clustercluster
"""
COMMON = frozenset(_WORDS.split())

ROWS = (
    "01234567890123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbnazertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnmqwertzuiopasdfghjklyxcvbnm",
    "1234567890qwertyuiop",
)
