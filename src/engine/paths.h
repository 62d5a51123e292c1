/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the installed tree is: found from where liblightseal itself was loaded from, never from the environment and
 * never from the working directory. The build folder mirrors the installed tree, so the same way works there.
 *
 * The accessors are thread-safe; their strings live as long as the program. They give "" when the tree cannot be found
 * (the library's file is gone, or lies deeper than PATH_MAX): opening anything below then fails.
 */
#ifndef LS_ENGINE_PATHS_H
#define LS_ENGINE_PATHS_H

#include <stddef.h>

const char *ls_paths_libexec(void); /* the worker programs */
const char *ls_paths_rules(void);   /* marks/, areas/, policy/, help/, detect/ */
const char *ls_paths_models(void);  /* networks and languages.yaml */
const char *ls_paths_locale(void);  /* compiled translations, as bindtextdomain() takes them */

/*
 * For unit tests, which link the engine statically and stand outside of the tree. Call it before any thread is
 * started; it may be called again. Not exported by the shared library.
 */
void ls_paths_set_prefix(const char *prefix);

#endif
