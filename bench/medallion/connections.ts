import { local } from "odibi";

export const landing = local("landing");
export const lake = local("lake");
