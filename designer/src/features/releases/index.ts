export { ReleasePage } from "./components/release-page";
export { ReleasesPage } from "./components/releases-page";
