// Makes the notices of what others wrote and the program holds, which the server shows at /licenses:
// `node tools/licenses.mjs`, after the designer was built. What is listed is what is really in the program: the
// packages that Vite put into the designer, and the Go packages that the command is linked from.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const noticed = /licen[cs]e|copying|notice|copyright/i;

/** The texts of a folder that say under which terms its files are. */
function texts(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((f) => f.isFile() && noticed.test(f.name) && !/\.(go|js|ts|sh)$/.test(f.name))
    .map((f) => readFileSync(path.join(folder, f.name), "utf8"));
}

function bundled() {
  const listed = JSON.parse(readFileSync(path.join(root, "designer/dist/.vite/licenses.json"), "utf8"));
  return listed.map(({ name, version, identifier, text }) => {
    const own = JSON.parse(readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8"));
    const author = own.author?.name ?? own.author ?? "its authors";
    return {
      name: `${name} ${version}`,
      terms: identifier,
      source: [repository(own), `https://www.npmjs.com/package/${name}/v/${version}`],
      texts: [text || `${identifier}, by ${author}. The package has no text of it.`],
    };
  });
}

function repository({ repository: own }) {
  const url = (own?.url ?? own ?? "")
    .replace(/^git\+|\.git$/g, "")
    .replace(/^git@([\w.-]+):/, "https://$1/")
    .replace(/^github:/, "https://github.com/")
    .replace(/^(git|ssh):\/\/(git@)?/, "https://");
  return /^[\w-]+\/[\w.-]+$/.test(url) ? `https://github.com/${url}` : url;
}

function linked() {
  const format = "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}";
  const out = execFileSync("go", ["list", "-deps", "-f", format, "./cmd/catenary"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const modules = new Map();
  for (const line of out.split("\n").filter(Boolean)) {
    const [name, version, folder, part] = line.split("\t");
    const module = modules.get(name) ?? { name, version, folders: new Set([folder]) };
    modules.set(name, module);
    // Packages that were taken from elsewhere have texts of their own.
    module.folders.add(part);
  }
  return [...modules.values()].map(({ name, version, folders }) => ({
    name: `${name} ${version}`,
    source: [`https://pkg.go.dev/${name}@${version}`],
    texts: [...folders].flatMap(texts),
  }));
}

/** What is part of a package, or of this repository, without being one. */
function parts() {
  const go = path.join(execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(), "LICENSE");
  const version = execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).trim();
  return [
    {
      name: `The Go standard library, ${version}`,
      source: ["https://go.dev/dl/"],
      texts: [existsSync(go) ? readFileSync(go, "utf8") : "BSD-3-Clause: https://go.dev/LICENSE"],
    },
    {
      name: "Swagger UI, within github.com/swaggo/files/v2",
      terms: "Apache-2.0",
      source: ["https://github.com/swagger-api/swagger-ui"],
      texts: [readFileSync(path.join(root, "LICENSE"), "utf8")],
    },
    {
      name: "The list of common passwords",
      source: [],
      texts: [readFileSync(path.join(root, "server/identity/common.LICENSE"), "utf8")],
    },
  ];
}

const all = [...bundled(), ...linked(), ...parts()];
const bare = all.filter((one) => one.texts.length === 0);
if (bare.length > 0)
  throw new Error(`without the text of a licence: ${bare.map((one) => one.name).join(", ")}`);

// Many have the same text, which stands once.
const sections = new Map();
for (const one of all) {
  const text = [...new Set(one.texts.map((t) => t.replaceAll("\r\n", "\n").trim()))].join("\n\n");
  const same = text.replace(/\s+/g, " ");
  const section = sections.get(same) ?? { text, of: [] };
  section.of.push(one);
  sections.set(same, section);
}
const line = "=".repeat(78);
const entry = ({ name, terms, source }) =>
  [
    terms ? `${name} (${terms})` : name,
    ...[...new Set(source)].filter(Boolean).map((s) => `  Source: ${s}`),
  ].join("\n");
const head = `Catenary is under the Apache License 2.0. It holds the work of others, each under its own terms, which
follow. Their source code is at the address that stands below each name.

The program that arranges chains is elkjs, unchanged, under the Eclipse Public License 2.0. Its source code
is at https://github.com/kieler/elkjs, and what it is made from at https://github.com/eclipse-elk/elk.
`;
const body = [...sections.values()].map(
  ({ text, of }) => `${line}\n${of.map(entry).join("\n")}\n\n${text}\n`,
);
writeFileSync(path.join(root, "designer/dist/licenses.txt"), [head, ...body].join("\n"));
