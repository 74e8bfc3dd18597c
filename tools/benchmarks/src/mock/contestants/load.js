// Sends as much as the server takes, each request with a key of its own, for some seconds; prints what
// came back as JSON. A process of its own, so that it and the server do not share a core.
import autocannon from "autocannon";

const [url, seconds] = process.argv.slice(2);
let sent = 0;
const {
  "2xx": count,
  non2xx,
  errors,
} = await autocannon({
  url,
  duration: Number(seconds),
  // A slow answer is waited for: the machine may be busy.
  timeout: 60,
  connections: 20,
  requests: [
    {
      method: "POST",
      setupRequest: (request) => {
        sent += 1;
        return {
          ...request,
          headers: {
            "API-Key": "any-key",
            "Idempotency-Key": `${process.pid}-${sent}`,
            Accept: "application/json",
          },
        };
      },
    },
  ],
});
console.log(JSON.stringify({ count, failed: non2xx + errors }));
