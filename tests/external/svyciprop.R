# The limits that R's survey package gives for a section's pooled share, with the case as cluster.
#
# Run once, its output kept: Rscript svyciprop.R > svyciprop.csv
# R 4.2.2, survey 4.1.1 (Debian 12: r-base-core, r-cran-survey).
#
# `clusters` is "met/relevant" of each case; `caseload` empty where it is not known.

suppressPackageStartupMessages(library(survey))

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
  list("1/7 6/7", NA)
)

cat("clusters,caseload,share,low,high\n")
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
  if (is.na(sample[[2]])) {
    design <- svydesign(ids = ~case, weights = ~weight, data = rows)
  } else {
    rows$caseload <- sample[[2]]
    design <- svydesign(ids = ~case, weights = ~weight, fpc = ~caseload, data = rows)
  }
  found <- svyciprop(~yes, design, method = "beta")
  limits <- attr(found, "ci")
  caseload <- if (is.na(sample[[2]])) "" else sample[[2]]
  cat(sprintf("%s,%s,%.12f,%.12f,%.12f\n", sample[[1]], caseload, found, limits[1], limits[2]))
}
