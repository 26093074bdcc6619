import config from "./playwright.config.ts";

// Makes the pictures of the README and of docs/ anew.
export default { ...config, testDir: "pictures", testIgnore: [] };
