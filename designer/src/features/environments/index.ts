export { EnvironmentPage } from "./components/environment-page";
export { EnvironmentsPage } from "./components/environments-page";
