# The limits that R's survey package gives for a section's pooled share, with the case as cluster.
#
# Run once, its output kept: Rscript svyciprop.R > svyciprop.csv
# R 4.2.2, survey 4.1.1 (Debian 12: r-base-core, r-cran-survey).
#
# `clusters` is "met/relevant" of each case; `caseload` empty where it is not known; `level` .95
# unless a sample names another.

suppressPackageStartupMessages(library(survey))

# Samples of a usual size, invented.
typical <- "3/3 3/3 4/4 2/3 3/3 3/3 0/5 2/4 3/5 2/2 1/2 2/3 3/4 2/5 2/4 3/3 3/5 0/2 4/4 1/5"
large <- paste(
  "7/7 7/7 3/4 3/5 4/5 5/5 5/5 2/6 5/6 4/5 4/6 4/5 7/7 3/7 1/5 6/6 3/7 5/7 5/7 6/6",
  "4/5 1/6 3/6 4/4 3/4 2/4 6/6 4/4 6/6 7/7"
)
halves <- "4/4 4/4 4/4 4/4 4/4 4/4 4/4 4/4 4/4 0/4 0/4 0/4 0/4 0/4 0/4 0/4 0/4 1/3"
even <- "1/3 4/6 2/5 3/6 1/5 3/6 1/3 1/5 3/5 3/4 1/4 2/6"
low <- "0/3 0/3 1/4 1/3 0/2 0/5 1/2 0/4 1/2 0/4 1/4 0/2 0/2 1/5"

samples <- list(
  list("5/5 4/5 3/4 5/5 1/4 2/5 5/5 4/4 3/5 5/5", NA),
  list("5/5 4/5 3/4 5/5 1/4 2/5 5/5 4/4 3/5 5/5", 60),
  list("5/5 4/5 3/4 5/5 1/4 2/5 5/5 4/4 3/5 5/5", 12),
  list("3/3 0/3 3/3 0/3 3/3", NA),
  list("3/3 0/3 3/3 0/3 3/3", 200),
  list("1/1 1/1 0/1 1/1 1/1 1/1 0/1 1/1 1/1 1/1 1/1 0/1 1/1 1/1", NA),
  list("1/1 1/1 0/1 1/1 1/1 1/1 0/1 1/1 1/1 1/1 1/1 0/1 1/1 1/1", 100),
  list("6/6 6/6 6/6 6/6 6/6 6/6 5/6 6/6", NA),
  list("0/4 0/5 1/4 0/4 0/6 0/5", 400),
  list("1/7 6/7", NA),
  list(typical, NA),
  list(typical, 85),
  list(typical, 240),
  list(typical, 21),
  list(typical, NA, 0.8),
  list(typical, 85, 0.8),
  list(typical, 85, 0.999),
  list(large, NA),
  list(large, 400),
  list(halves, NA),
  list(halves, 60),
  list(halves, 60, 0.5),
  list(even, NA),
  list(even, 70),
  list(low, NA),
  list(low, 150),
  list("1/7 6/7", 40),
  list("4/5 2/6 1/1", NA),
  list("4/5 2/6 1/1", 9)
)

cat("clusters,caseload,level,share,low,high\n")
for (sample in samples) {
  parts <- strsplit(strsplit(sample[[1]], " ")[[1]], "/")
  met <- as.integer(sapply(parts, `[`, 1))
  relevant <- as.integer(sapply(parts, `[`, 2))
  rows <- data.frame(
    case = rep(seq_along(met), relevant),
    yes = unlist(mapply(function(m, r) c(rep(1, m), rep(0, r - m)), met, relevant,
                        SIMPLIFY = FALSE))
  )
  rows$weight <- 1
  level <- if (length(sample) > 2) sample[[3]] else 0.95
  if (is.na(sample[[2]])) {
    design <- svydesign(ids = ~case, weights = ~weight, data = rows)
  } else {
    rows$caseload <- sample[[2]]
    design <- svydesign(ids = ~case, weights = ~weight, fpc = ~caseload, data = rows)
  }
  found <- svyciprop(~yes, design, method = "beta", level = level)
  limits <- attr(found, "ci")
  caseload <- if (is.na(sample[[2]])) "" else sample[[2]]
  cat(sprintf("%s,%s,%s,%.12f,%.12f,%.12f\n", sample[[1]], caseload, level, found, limits[1],
              limits[2]))
}
