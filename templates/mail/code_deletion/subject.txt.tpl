{{CODE}} is your verification code
