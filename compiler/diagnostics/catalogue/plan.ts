import { type Entry, error } from "../entry.ts";

// The plan's file: 40xx.
export const plan = {
  ODB4001: error(
    "A plan that is no JSON",
    "The file was cut off, or a merge left its marks in it.",
    '{ "odibi": "plan", ',
    '{ "odibi": "plan", "version": 1, … }',
  ),
  ODB4002: error(
    "A plan that contradicts itself",
    "A plan is checked whole before anything runs: its form, and that columns, dependencies and lineage are what follows from the steps. An edit by hand has to leave it true.",
    '{ "name": "amount", "type": "string" }',
    '{ "name": "amount", "type": "decimal(12,2)" }',
  ),
  ODB4003: error("A plan of another version", "A plan says by which version of its form it is written.", '"version": 99', '"version": 1'),
  ODB4004: error(
    "A step that is not there",
    "docs/plan.schema.json lists the steps.",
    '{ "filtre": "amount > 0" }',
    '{ "filter": "amount > 0" }',
  ),
} as const satisfies { readonly [code: string]: Entry };
