// The server's API: JSON, and the token that all that changes must bring.

/** What the server answers when it cannot: a sentence, a hint, and what holds where somebody else was faster. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body.error ?? `the server answered ${status}`);
    this.status = status;
    this.hint = body.hint ?? "";
    this.current = body.current ?? null;
  }
}

let token = "";

async function answered(response) {
  if (response.ok) return response;
  let body = {};
  try { body = await response.json(); } catch { /* no JSON: the status says enough */ }
  throw new ApiError(response.status, body);
}

async function fetched(path, options = {}) {
  try {
    return await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, { error: "the server cannot be reached", hint: "is `intromark review` still running?" });
  }
}

export async function get(path, signal) {
  return (await answered(await fetched(path, { signal }))).json();
}

export async function getBlob(path, signal) {
  return (await answered(await fetched(path, { signal }))).blob();
}

export async function send(method, path, body) {
  const response = await sent(method, path, body);
  if (response.status !== 403) return (await answered(response)).json();
  token = ""; // the server was started again, and has another one
  return (await answered(await sent(method, path, body))).json();
}

async function sent(method, path, body) {
  if (!token) token = (await get("/api/session")).token;
  const options = { method, headers: { "X-Intromark-Token": token } };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  return fetched(path, options);
}
