"""How a test signs in by the form."""

LOGIN = "/account/login/"
PASSWORD = "een lang wachtwoord"
WRONG = "This e-mail address and password do not belong together."
WAIT = "Too many attempts failed."


def sign_in(client, email: str, password: str = PASSWORD, *, address: str = "192.0.2.1", **fields):
    return client.post(LOGIN, {"login": email, "password": password, **fields}, REMOTE_ADDR=address)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def answer_of(response) -> str:
    """What an attempt came to: in, wrong, wait or 429."""
    if response.status_code != 200:
        return {302: "in"}.get(response.status_code, str(response.status_code))
    page = response.content.decode()
    return {(True, False): "wrong", (False, True): "wait"}[WRONG in page, WAIT in page]
