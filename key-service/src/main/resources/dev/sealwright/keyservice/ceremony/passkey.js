"use strict";

const at = (id) => document.getElementById(id);
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const say = (words, kind) => {
  at("status").textContent = words;
  at("status").className = kind;
};

// A new passkey is made first, and signs at once, so that what enters the anchors is known to work.
const make = (order) =>
  navigator.credentials.create({
    publicKey: {
      challenge: bytes(order.challenge),
      rp: { id: order.party, name: "Sealwright" },
      user: { id: bytes(order.user), name: order.name, displayName: order.name },
      pubKeyCredParams: [
        { type: "public-key", alg: -7 },
        { type: "public-key", alg: -8 },
      ],
      authenticatorSelection: {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
      attestation: "none",
    },
  });

const use = async (order) => {
  const made = order.make === "yes" ? await make(order) : null;
  const signed = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(order.challenge),
      rpId: order.party,
      userVerification: "required",
      allowCredentials: made ? [{ type: "public-key", id: made.rawId }] : [],
    },
  });
  const answer = [
    text(signed.response.authenticatorData),
    text(signed.response.clientDataJSON),
    text(signed.response.signature),
  ];
  if (made) {
    answer.push(text(made.response.getPublicKey()));
  }
  const sent = await fetch("answer", { method: "POST", body: answer.join("\n") });
  if (!sent.ok) {
    throw new Error(await sent.text());
  }
};

const begin = async () => {
  const order = await (await fetch("order")).json();
  at("title").textContent = order.title;
  at("text").textContent = order.text;
  at("digest").textContent = order.digest;
  at("go").textContent = order.make === "yes" ? "Make a passkey" : "Sign with passkey";
  at("go").disabled = false;
  at("go").addEventListener("click", async () => {
    at("go").disabled = true;
    say("Waiting for the passkey", "");
    try {
      await use(order);
      say("Done. Close this page and go on in the terminal.", "good");
    } catch (problem) {
      say(`It did not work: ${problem.message}`, "bad");
      at("go").disabled = false;
    }
  });
};

begin().catch(() => say("The ceremony program does not answer. Start it again.", "bad"));
