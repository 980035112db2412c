# Opens the tables that the tests of whimbrel-tables write, with R's arrow or nanoparquet.
# usage: Rscript open_parquet.R FOLDER; ends with 77 where neither package is installed.

folder <- commandArgs(trailingOnly = TRUE)[1]
file <- file.path(folder, "kinds.parquet")
flat <- c("text", "code", "int32", "float", "bool", "date", "time")

if (requireNamespace("arrow", quietly = TRUE)) {
  table <- as.data.frame(arrow::read_parquet(file))
  stopifnot(identical(as.character(table$codes[[1]]), c("010", "042")))
  stopifnot(length(table$codes[[3]]) == 0)
} else if (requireNamespace("nanoparquet", quietly = TRUE)) {
  # nanoparquet reads flat columns.
  table <- as.data.frame(nanoparquet::read_parquet(file, col_select = flat))
} else {
  cat("R has neither arrow nor nanoparquet\n")
  quit(status = 77)
}

stopifnot(
  is.character(table$code), identical(table$code, c("010", NA, "001")),
  is.integer(table$int32), identical(table$int32, c(7L, NA, -1L)),
  is.logical(table$bool), inherits(table$date, "Date"), inherits(table$time, "POSIXct"),
  identical(format(table$date[1]), "2021-11-05"), is.na(table$date[2]),
  identical(format(table$time[1], "%Y-%m-%d %H:%M:%S", tz = "UTC"), "2021-11-05 09:30:00")
)
cat("R agrees\n")
