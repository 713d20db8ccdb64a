#pragma once

// ITSMFLOW_EXPORT marks what a shared library shows; everything else is hidden.
#if defined(_WIN32) && !defined(ITSMFLOW_STATIC)
#if defined(ITSMFLOW_BUILDING)
#define ITSMFLOW_EXPORT __declspec(dllexport)
#else
#define ITSMFLOW_EXPORT __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define ITSMFLOW_EXPORT __attribute__((visibility("default")))
#else
#define ITSMFLOW_EXPORT
#endif
