"""A relying party: it has the JWK set, the issuer, the audience and PyJWT, and nothing of ours.

usage: relying.py FOLDER ALGORITHM, where FOLDER holds jwks.json, issuer and ALGORITHM.jwt
"""

import sys
from pathlib import Path

import jwt

AUDIENCE = "https://tools.example"
REQUIRED = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "cnf"]


def claims(folder: Path, algorithm: str) -> dict:
    """The token's claims; raises whatever PyJWT has against it."""
    keys = jwt.PyJWKSet.from_json((folder / "jwks.json").read_text())
    token = (folder / f"{algorithm}.jwt").read_text().strip()
    header = jwt.get_unverified_header(token)
    if header["typ"] != "at+jwt":
        raise jwt.InvalidTokenError("not an access token (RFC 9068)")
    key = keys[header["kid"]]
    if key.algorithm_name != algorithm:
        raise jwt.InvalidTokenError("a key of another algorithm")
    return jwt.decode(
        token,
        key=key.key,
        algorithms=[algorithm],
        audience=AUDIENCE,
        issuer=(folder / "issuer").read_text().strip(),
        options={"require": REQUIRED},
    )


def main() -> None:
    folder, algorithm = Path(sys.argv[1]), sys.argv[2]
    found = claims(folder, algorithm)
    tools = found["authorization_details"][0]["tools"]
    if found["sub"] != "agent:7" or tools != ["search"]:
        raise SystemExit(f"another token than was asked for: {found}")
    print(f"{algorithm}: {found['jti']} lets {found['sub']} use {tools}")


if __name__ == "__main__":
    main()
