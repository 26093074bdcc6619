import { promises as fs } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

const br = promisify(brotliCompress);
const gz = promisify(gzip);

/** Writes a .br and a .gz beside each built asset, for the server to send as they are. */
export function compressed(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "compressed",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const dir = path.join(config.root, config.build.outDir, "assets");
      for (const name of await fs.readdir(dir)) {
        if (!/\.(js|css|svg|json|txt)$/.test(name)) continue;
        const file = path.join(dir, name);
        const data = await fs.readFile(file);
        const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        await fs.writeFile(`${file}.br`, await br(data, { params: quality }));
        await fs.writeFile(`${file}.gz`, await gz(data, { level: 9 }));
      }
    },
  };
}
