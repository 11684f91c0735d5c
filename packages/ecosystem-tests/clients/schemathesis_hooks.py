"""What schemathesis cannot know of the sandbox."""

import schemathesis

# Nobody guesses a secret; without one, every request would end at the first check.
SECRETS = {
    "auth": "sandbox-access-token",
    "client_id": "local.sandbox",
    "client_secret": "sandbox-client-secret",
    "refresh_token": "sandbox-refresh-token",
    "code": "sandbox-code",
}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts the sandbox's secrets in place of every other one that was made up; the rest stays wrong."""
    for values in (case.body, case.query):
        if not isinstance(values, dict):
            continue
        for name in SECRETS.keys() & values.keys():
            if isinstance(values[name], str) and len(values[name]) % 2:
                values[name] = SECRETS[name]


@schemathesis.deserializer("text/html")
def page(context, response):
    """A page is a text; without this, its schema would not be looked at."""
    return response.content.decode()
