"""A service as Flask and Authlib make one. Its settings are in the environment (authlib.ts)."""

import os
import secrets
import time

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, render_template_string, request, session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import KeySet

ORIGIN, ISSUER, CLIENT_ID = (os.environ[name] for name in ("ORIGIN", "ISSUER", "CLIENT_ID"))
LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"
PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><title>Layanan uji</title>
{% if person %}{% for id, text in person.shown.items() %}<p id="{{ id }}">{{ text }}</p>
{% endfor %}<a id="refresh" href="/refresh">refresh</a> <a id="logout" href="/logout">logout</a>
{% else %}<p id="nobody">Belum masuk</p>{% endif %}
<a id="login" href="/login">login</a>"""

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
# Named after the service, since ports do not keep cookies apart.
app.config.update(SESSION_COOKIE_NAME="authlib", SESSION_COOKIE_SAMESITE="Lax")
portal = OAuth(app).register(
    "portal",
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_id=CLIENT_ID,
    client_secret=os.environ["CLIENT_SECRET"],
    client_kwargs={
        "scope": os.environ["SCOPE"],
        "code_challenge_method": "S256",
        "token_endpoint_auth_method": "client_secret_post",
    },
)


class Person:
    def __init__(self, token, sid):
        claims = portal.userinfo(token=token)
        self.token, self.sid = token, sid
        self.shown = {
            "name": claims["name"],
            "nip": claims["nip"],
            "roles": ",".join(claims["roles"]),
            "id_token": token["id_token"],
            "access_token": token["access_token"],
        }


# By a random name that the browser keeps: what is kept here, the portal can end.
people = {}


@app.get("/")
def home():
    return render_template_string(PAGE, person=people.get(session.get("visit")))


@app.get("/login")
def login():
    return portal.authorize_redirect(f"{ORIGIN}/callback")


@app.get("/callback")
def callback():
    token = portal.authorize_access_token()
    session["visit"] = secrets.token_urlsafe()
    people[session["visit"]] = Person(token, token["userinfo"]["sid"])
    return redirect("/")


@app.get("/refresh")
def refresh():
    person = people[session["visit"]]
    token = portal.fetch_access_token(grant_type="refresh_token", refresh_token=person.token["refresh_token"])
    people[session["visit"]] = Person({**person.token, **token}, person.sid)
    return redirect("/")


@app.get("/logout")
def logout():
    person = people.pop(session.pop("visit"))
    return portal.logout_redirect(f"{ORIGIN}/", person.token["id_token"])


@app.post("/backchannel")
def backchannel():
    token = decode(request.form["logout_token"])
    claims = token.claims
    right = (
        token.header["typ"] == "logout+jwt"
        and claims["iss"] == ISSUER
        and claims["aud"] in (CLIENT_ID, [CLIENT_ID])
        and claims["exp"] > time.time()
        and LOGGED_OUT in claims["events"]
        and "nonce" not in claims
    )
    if not right:
        return {"error": "invalid_request"}, 400
    for visit, person in list(people.items()):
        if person.sid == claims["sid"]:
            del people[visit]
    return "", 204


def decode(token):
    """Asks for the portal's keys again where it is signed by an unknown one."""
    algorithms = portal.load_server_metadata()["id_token_signing_alg_values_supported"]
    try:
        return jwt.decode(token, KeySet.import_key_set(portal.fetch_jwk_set()), algorithms)
    except InvalidKeyIdError:
        return jwt.decode(token, KeySet.import_key_set(portal.fetch_jwk_set(force=True)), algorithms)


app.run("127.0.0.1", int(os.environ["PORT"]))
