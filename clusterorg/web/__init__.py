"""All Flask code, one folder per audience: public, account, admin, portal, api, hooks …"""
