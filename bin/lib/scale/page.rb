# frozen_string_literal: true

require "erb"
require "fileutils"

module Scale
  # The figures of a site and of one ten times as large, as a table and as a page with a chart.
  class Page
    PATH = File.expand_path("../../../tmp/scale/index.html", __dir__)

    # @param small [Growth]
    # @param large [Growth]
    def initialize(small, large)
      @small, @large = small, large
    end

    def print
      [@small, @large].each do |site|
        puts "", "With #{site.posts} encrypted posts"
        puts site.figures.map { |figure| line(figure) }
        puts site.sizes.map { |size| room(size) }
      end
      puts "", "Indexes: bytes, and how often read by"
      @large.indexes.each { |name, bytes, reads| puts format("%-60s %12d %9d", name, bytes, reads) }
      puts "", "Ten times as large"
      growth.each do |what, small, large|
        puts format("%-64s %10.1f %10.1f ms, %5.1f times", what, small, large, large / small)
      end
    end

    # Bars of how many times as long it takes; ten times is linear.
    def write
      bars =
        growth.map.with_index do |(what, small, large), row|
          times = large / small
          <<~SVG
            <text x="0" y="#{(row * 24) + 16}">#{ERB::Util.html_escape(what)}</text>
            <rect x="420" y="#{(row * 24) + 4}" width="#{(times * 30).round(1)}" height="16" fill="#3a7"/>
            <text x="#{425 + (times * 30).round(1)}" y="#{(row * 24) + 16}">#{times.round(1)}</text>
          SVG
        end
      height = growth.size * 24
      FileUtils.mkdir_p(File.dirname(PATH))
      File.write(PATH, <<~HTML)
        <!doctype html><meta charset="utf-8"><title>Growth</title>
        <p>How many times as long with ten times as many rows. The line is linear.</p>
        <svg width="1000" height="#{height}" font-family="sans-serif" font-size="13">
        #{bars.join}<line x1="720" y1="0" x2="720" y2="#{height}" stroke="#c33"/></svg>
      HTML
      puts "", PATH
    end

    private

    # @return [Array(String, Float, Float)] what, and its milliseconds on both
    def growth
      small = @small.figures.to_h { |figure| [figure.row, figure.encrypted.time] }
      requests = @large.figures.map { |each| [each.row, small[each.row], each.encrypted.time] }
      timed = @large.times.map { |what, time| [what, @small.times[what] * 1000, time * 1000] }
      timed + requests
    end

    def line(figure)
      encrypted, plain = figure.encrypted, figure.plain
      format(
        "%-50s %8.1f beside %8.1f ms: %5.2f times; %8d beside %8d objects; %4d beside %4d queries",
        figure.row,
        encrypted.time,
        plain.time,
        encrypted.time / plain.time,
        encrypted.objects,
        plain.objects,
        encrypted.queries,
        plain.queries,
      )
    end

    def room(size)
      format(
        "%-40s %9d rows: %5d bytes each, and %4d of indexes",
        size.table,
        size.rows,
        size.heap / size.rows,
        size.indexes / size.rows,
      )
    end
  end
end
