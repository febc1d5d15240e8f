import { defineCommand } from './command.ts'

/** `gantry ui`: the dashboard on a project, running or not. */
export const ui = defineCommand({
  description: `Opens the dashboard: services with their state, health and ports, their logs, events and figures, and keys to stop, start, rebuild and look into them; "?" lists them all. It takes the whole window, and gives it back as it was.

What runs goes on when you leave. With -p no Compose file is needed; with one, changes of the file are shown as a plan that can be applied.`,
  options: {},
  examples: [
    { line: 'ui', says: 'watch the project of this folder' },
    { line: '-p shop ui', says: 'from anywhere, without the file' },
  ],
  run: async ({ session }) => {
    const { openProject } = await import('./dashboard/project.ts')
    const { runDashboard } = await import('./dashboard/run-dashboard.ts')
    return runDashboard(session, { files: await openProject(session) })
  },
})
