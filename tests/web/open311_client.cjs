// Walks the way of a program with the npm package "open311", which nobody here wrote: it finds the
// server by its discovery, reads what may be reported, reports it, and looks up what became of it.
// What it got is printed as one JSON object.
//
// Its two readers of XML cannot be installed (one is in no registry, one is compiled against an
// old Node), so package.json puts something else in their place, and only the JSON ways are gone.
"use strict";

const Open311 = require("open311");

const { discovery, jurisdiction, apiKey, report } = JSON.parse(process.argv[2]);
const city = new Open311({ discovery, jurisdiction, apiKey });

const ask = (method, ...given) =>
  new Promise((resolve, reject) => {
    city[method](...given, (failed, got) => (failed ? reject(new Error(got)) : resolve(got)));
  });

async function walk() {
  await ask("serviceDiscovery", { cache: true });
  const services = await ask("serviceList");
  const definition = await ask("serviceDefinition", services[0].service_code);
  const [{ service_request_id: number }] = await ask("submitRequest", report);
  const [seen] = await ask("serviceRequest", number);
  const [own] = await ask("serviceRequest", number, { api_key: apiKey });
  const open = await ask("serviceRequests", { status: "open" });
  return { endpoint: city.endpoint, services, definition, number, seen, own, open };
}

walk().then(
  (got) => console.log(JSON.stringify(got)),
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
