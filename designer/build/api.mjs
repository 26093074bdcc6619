// Makes the types of the API from the OpenAPI document: `node designer/build/api.mjs bin/openapi.json`.
// All refusals are one: the client throws each as Problem.
import { readFile, writeFile } from "node:fs/promises";
import openapi, { astToString } from "openapi-typescript";

const [, , from] = process.argv;
const refused = {
  description: "Refused",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
const document = JSON.parse(await readFile(from, "utf8"));
for (const path of Object.values(document.paths)) {
  for (const operation of Object.values(path)) {
    for (const status of Object.keys(operation.responses ?? {})) {
      if (!/^[23]/.test(status)) delete operation.responses[status];
    }
    if (operation.responses) operation.responses["4XX"] = refused;
  }
}
const text = astToString(await openapi(document, { alphabetize: true }));
await writeFile(
  new URL("../src/shared/api/generated/schema.d.ts", import.meta.url),
  `// Made by \`make generate\` from the OpenAPI document.\n\n${text}`,
);
