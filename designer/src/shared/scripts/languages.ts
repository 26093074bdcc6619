import type { CodeLanguage } from "@/shared/kit/code-editor";

/** Languages that are offered, each with a text to begin with. Any other word works, too. */
export const samples: Record<string, string> = {
  shell: `# What the step before gave is in the file $CATENARY_INPUT, as JSON.
echo "at work"
echo '{"done": true}' >"$CATENARY_OUTPUT"
`,
  python: `import json
import os

with open(os.environ["CATENARY_INPUT"], encoding="utf-8") as file:
    given = json.load(file)
print("got", given)
with open(os.environ["CATENARY_OUTPUT"], "w", encoding="utf-8") as file:
    json.dump({"done": True}, file)
`,
  javascript: `const fs = require("fs");

const given = JSON.parse(fs.readFileSync(process.env.CATENARY_INPUT, "utf8"));
console.log("got", given);
fs.writeFileSync(process.env.CATENARY_OUTPUT, JSON.stringify({ done: true }));
`,
  ruby: `require "json"

given = JSON.parse(File.read(ENV["CATENARY_INPUT"]))
puts "got #{given}"
File.write(ENV["CATENARY_OUTPUT"], JSON.generate({ done: true }))
`,
};

/** How the editor colours a script's language. */
export function editorLanguage(language: string): CodeLanguage {
  switch (language) {
    case "shell":
    case "sh":
    case "bash":
      return "shell";
    case "python":
    case "python3":
      return "python";
    case "javascript":
    case "node":
      return "javascript";
    default:
      return "text";
  }
}
