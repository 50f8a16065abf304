import type { Solution } from '../../../../solver/index.js';
import type { Instance } from '../instance.js';
import { scoreVroom } from './score-vroom.js';
import { vroomAnswer } from './vroom-answer.js';
import { parseVroom } from './vroom-file.js';
import { vroomProblem } from './vroom-problem.js';
import { vroomRoutes } from './vroom-routes.js';
import { vroomTasks } from './vroom-tasks.js';

/**
 * Reads a problem of VROOM's API with own matrices. The answer has VROOM's form too.
 *
 * @throws InvalidInputError naming what is wrong, or what is not held.
 */
export function readVroom(text: string, name: string): Instance {
  const file = parseVroom(text, name);
  const tasks = vroomTasks(file);
  const { problem, timeOrigin } = vroomProblem(file, tasks, name);
  const routesOf = (solution: Solution) => vroomRoutes(file, tasks, solution, timeOrigin);
  return {
    problem,
    listedCost: (cost) => cost,
    score: (solution) => scoreVroom(text, routesOf(solution)),
    answer: (solution, score) => vroomAnswer(file, tasks, routesOf(solution), score),
  };
}
