"""Whether what believers were told is what the database holds."""


def check_beliefs(test, world, people):
    """Returns ((accounts told of, others there), (sessions told of, others there))."""
    accounts = _accounts(test, world, people)
    sessions = _sessions(test, world, people)
    _halves(test, world, people)
    return accounts, sessions


def _accounts(test, world, people):
    told = people.together("accounts")
    rows = {row[0] for row in world.sql(f"SELECT email FROM account WHERE status = 'active' AND"
                                     f" {_ours(people)}")}
    test.assertEqual(set(told) - rows, set(), "told that it is there, and it is not")
    beyond = rows - set(told) - set(people.together("given_up"))
    test.assertEqual(beyond, set(), "there, and nobody pressed for it")
    return len(told), len(rows) - len(told)


def _sessions(test, world, people):
    told = {token: ended for one in people.all for token, ended in one.signed_in.items()}
    rows = {token.lower(): ended == "1" for token, ended in world.sql(
        "SELECT HEX(token_hash), ended_at IS NOT NULL FROM session JOIN account"
        f" ON account.id = account_id WHERE {_ours(people)}")}
    test.assertEqual(set(told) - set(rows), set(), "told to be signed in, and there is no session")
    test.assertEqual([token for token, ended in told.items() if ended and not rows[token]], [],
                     "told to be signed out, and is not")
    gone = [token for token, ended in told.items() if rows[token] and not ended]
    # Only who was not told whether it was done may have been signed out.
    test.assertLessEqual(len(gone), people.told["sign-out", "failed"])
    return len(told), len(rows) - len(told)


def _ours(people):
    return f"email LIKE '{people.name}%'"


def _halves(test, world, people):
    for what, query in {
        "two accounts of an address": "SELECT email FROM account GROUP BY email HAVING COUNT(*) > 1",
        "an account without a company": "SELECT id FROM account WHERE company_id NOT IN"
                                        " (SELECT id FROM company)",
        "a session without an account": "SELECT id FROM session WHERE account_id NOT IN"
                                        " (SELECT id FROM account)",
        "a sign-up that is done without an account":
            "SELECT email FROM flow WHERE kind = 'sign_up' AND state = 'done' AND decoy = 0"
            f" AND {_ours(people)} AND email NOT IN (SELECT email FROM account)",
    }.items():
        test.assertEqual(world.sql(query), [], what)
