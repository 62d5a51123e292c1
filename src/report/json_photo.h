/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON form of a report and of a rule: the one place where field names and their order are decided. */
#ifndef LS_REPORT_JSON_PHOTO_H
#define LS_REPORT_JSON_PHOTO_H

#include <lightseal/lightseal.h>

#include <jansson.h>

#define LS_SCHEMA_VERSION 1

/* Keys stay in the order in which they were made; 10 digits are more than a pixel or a metre needs. */
#define LS_JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(10))

/* A string that is valid UTF-8 whatever came in; NULL when out of memory. */
json_t *ls_json_text(const char *text);

/* New references; NULL when out of memory. */
json_t *ls_json_photo(const ls_report *report);
json_t *ls_json_rule(const ls_rule_info *rule);

#endif
