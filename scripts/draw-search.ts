import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../server/compiled.js';
import { clusteredProblem } from './pictures/clustered-problem.js';
import { drawCourse } from './pictures/draw-course.js';
import { drawPlans } from './pictures/draw-plans.js';
import { recordCourse } from './pictures/record-course.js';

/** Draws the pictures of `docs/algorithm.md` from a run on a made-up instance: `node dist/scripts/draw-search.js`. */
const problem = clusteredProblem(250, 3);
const course = recordCourse(problem, 120_000, 400, [0, 0.2, 0.5, 0.999]);
const folder = path.join(projectRoot, 'docs', 'images');
writeFileSync(path.join(folder, 'search-course.svg'), drawCourse(course));
writeFileSync(path.join(folder, 'search-plans.svg'), drawPlans(course, problem.matrices[0].coordinates!));
